"""One use case per module; screens call these and draw their frozen answers."""
