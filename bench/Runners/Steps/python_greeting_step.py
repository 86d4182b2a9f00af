config = {"type": "api", "name": "PythonGreeting", "method": "GET", "path": "/python/greeting", "emits": []}


async def handler(req, context):
    return {"status": 200, "body": {"text": "Hello from the benchmark", "number": 42, "isFriendly": True}}
