"""Where events go, and what became of each: routes and letters over `runtime.delivery`."""
