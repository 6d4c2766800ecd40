"""From what people type to a point: the embedded geocoder, the remote ones, one interface."""
