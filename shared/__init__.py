"""The kernel: log, bus, views, HTTP and runtime. It knows no party business."""
