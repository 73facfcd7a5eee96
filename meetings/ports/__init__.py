"""What the product needs from outside, as protocols that adapters fulfil."""
