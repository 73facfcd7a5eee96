"""A broadcast from the council's own machine: an encoder sends RTMP to nginx, the public plays HLS through our gate."""
