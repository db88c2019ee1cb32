"""The services of lienthong: membership, organization, evaluation and the gateway that composes them."""
