"""What tests start from: real servers, builders, given and when and then."""
