config = {
    "type": "event",
    "name": "SortPostcard",
    "flows": ["postcards"],
    "subscribes": ["postcard.stamped"],
    "emits": ["postcard.sorted"],
}


async def handler(postcard, context):
    box = postcard.to[0].upper()
    context.logger.info("Sorted", {"box": box})
    await context.emit({"topic": "postcard.sorted", "data": {**postcard, "box": box, "through": [*postcard.through, "Python"]}})
