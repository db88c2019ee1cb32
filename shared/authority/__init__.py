"""Authority: who may do what where. Roles on the nodes of a tree, with dates; Cedar answers yes or no for acts."""
