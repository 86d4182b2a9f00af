namespace Motia.EndToEnd.Tests.Steps;

/// <summary>Every mistake that contract and documentation say is told, by the name of the file it is in.</summary>
internal static class StepMistakes
{
    private const string Methods = "GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD";
    private static readonly string LongName = new('n', 129);

    public static IReadOnlyDictionary<string, StepMistake> All { get; } = new Dictionary<string, StepMistake>
    {
        ["NameEmpty"] = StepMistake.Api("NameEmpty", """Name = "", Method = "GET", Path = "/m1",""", "\"name\"", "1–128"),
        ["NameLong"] = StepMistake.Api("NameLong", $"""Name = "{LongName}", Method = "GET", Path = "/m2",""", "\"name\"", LongName, "1–128"),
        ["NameLetters"] = StepMistake.Api("NameLetters", """Name = "größe", Method = "GET", Path = "/m3",""", "\"name\"", "größe"),
        ["NameBreak"] = StepMistake.Api("NameBreak", """Name = "a\n", Method = "GET", Path = "/m4",""", "\"name\"", "1–128"),
        ["MethodUnknown"] = StepMistake.Api("MethodUnknown", """Name = "MethodUnknown", Method = "FETCH", Path = "/m5",""", "\"method\"", "FETCH", Methods),
        ["MethodLower"] = StepMistake.Api("MethodLower", """Name = "MethodLower", Method = "get", Path = "/m6",""", "\"method\"", "\"get\"", Methods),
        ["PathRelative"] = StepMistake.Api("PathRelative", """Name = "PathRelative", Method = "GET", Path = "orders",""", "\"path\"", "\"orders\"", "start with \"/\""),
        ["PathEmpty"] = StepMistake.Api("PathEmpty", """Name = "PathEmpty", Method = "GET", Path = "",""", "\"path\"", "start with \"/\""),
        ["PathStar"] = StepMistake.Api("PathStar", """Name = "PathStar", Method = "GET", Path = "/a/*/b",""", "\"path\"", "/a/*/b", "*"),
        ["PathTwice"] = StepMistake.Api("PathTwice", """Name = "PathTwice", Method = "GET", Path = "/a/:id/:id",""", "\"path\"", "\"id\"", "twice"),
        ["PathQuery"] = StepMistake.Api("PathQuery", """Name = "PathQuery", Method = "GET", Path = "/a?x=1",""", "\"path\"", "/a?x=1", "query"),
        ["PathParameter"] = StepMistake.Api("PathParameter", """Name = "PathParameter", Method = "GET", Path = "/a/:",""", "\"path\"", "\":\""),
        ["PathReserved"] = StepMistake.Api("PathReserved", """Name = "PathReserved", Method = "GET", Path = "/__motia/mine",""", "\"path\"", "/__motia"),
        ["FlowName"] = StepMistake.Api("FlowName", """Name = "FlowName", Method = "GET", Path = "/m7", Flows = ["ok", "not;ok"],""", "\"flows\"", "not;ok"),
        ["EmitName"] = StepMistake.Api("EmitName", """Name = "EmitName", Method = "GET", Path = "/m8", Emits = ["not;ok"],""", "\"emits\"", "not;ok"),
        ["VirtualEmitName"] = StepMistake.Api("VirtualEmitName", """Name = "VirtualEmitName", Method = "GET", Path = "/m9", VirtualEmits = ["not;ok"],""", "\"virtualEmits\"", "not;ok"),
        ["VirtualSubscribeName"] = StepMistake.Api(
            "VirtualSubscribeName", """Name = "VirtualSubscribeName", Method = "GET", Path = "/m10", VirtualSubscribes = ["not;ok"],""", "\"virtualSubscribes\"", "not;ok"),
        ["ResponseStatus"] = StepMistake.Api(
            "ResponseStatus", """Name = "ResponseStatus", Method = "GET", Path = "/m11", ResponseSchema = new Dictionary<int, Type> { [99] = typeof(string) },""", "\"responseSchema\"", "99", "599"),
        ["SchemaKeyword"] = StepMistake.Api(
            "SchemaKeyword", """Name = "SchemaKeyword", Method = "POST", Path = "/m12", BodySchema = JsonNode.Parse("{\"$dynamicRef\":\"#a\"}"),""", "\"bodySchema\"", "$dynamicRef"),
        ["SchemaWrong"] = StepMistake.Api(
            "SchemaWrong", """Name = "SchemaWrong", Method = "POST", Path = "/m13", BodySchema = JsonNode.Parse("{\"type\":\"strin\"}"),""", "\"bodySchema\"", "strin"),
        ["RamSmall"] = Limits("RamSmall", "Ram = 127", "ram", "127", "128 to 10240"),
        ["RamLarge"] = Limits("RamLarge", "Ram = 10241", "ram", "10241", "128 to 10240"),
        ["CpuZero"] = Limits("CpuZero", "Cpu = 0", "cpu", "is 0", "above 0"),
        ["TimeoutZero"] = Limits("TimeoutZero", "Timeout = 0", "timeout", "is 0", "1 to 900"),
        ["TimeoutLong"] = Limits("TimeoutLong", "Timeout = 901", "timeout", "901", "1 to 900"),
        ["ApiQueue"] = StepMistake.Api("ApiQueue", """Name = "ApiQueue", Method = "GET", Path = "/m14", Infrastructure = new() { Queue = new() },""", "\"infrastructure\"", "queue", "handler"),
        ["CronQueue"] = StepMistake.Cron("CronQueue", """Name = "CronQueue", Cron = "* * * * *", Infrastructure = new() { Queue = new() },""", "\"infrastructure\"", "queue", "handler"),
        ["SubscribesNone"] = StepMistake.Event("SubscribesNone", """Name = "SubscribesNone", Subscribes = [],""", "\"subscribes\"", "at least one"),
        ["SubscribesName"] = StepMistake.Event("SubscribesName", """Name = "SubscribesName", Subscribes = ["a", ""],""", "\"subscribes\"", "1–128"),
        ["Retries"] = Queue("Retries", "MaxRetries = -1", "maxRetries", "-1", "0 or more"),
        ["Delay"] = Queue("Delay", "DelaySeconds = 901", "delaySeconds", "901", "0 to 900"),
        ["Concurrency"] = Queue("Concurrency", "Concurrency = 0", "concurrency", "is 0", "1 or more"),
        ["Visibility"] = Queue("Visibility", "VisibilityTimeout = 300", "visibilityTimeout", "300", "greater"),
        ["CronRange"] = Cron("CronRange", "61 * * * *", "61"),
        ["CronFields"] = Cron("CronFields", "* * *", "5 "),
        ["CronMacro"] = Cron("CronMacro", "@daily", "@daily"),
        ["CronNever"] = Cron("CronNever", "0 0 30 2 *", "0 0 30 2 *", "never occurs"),
        ["CronEmpty"] = Cron("CronEmpty", "", "5 "),
        ["Zone"] = StepMistake.Cron("Zone", """Name = "Zone", Cron = "* * * * *", TimeZone = "Mars/Olympus",""", "\"timeZone\"", "Mars/Olympus", "IANA"),
        ["HandlerNone"] = new(
            """
            using Motia;

            public static class HandlerNone
            {
                public static readonly ApiStep Config = new() { Name = "HandlerNone", Method = "GET", Path = "/HandlerNone" }; /*here*/
            }
            """,
            "HandlerNone", "\"Handler\""),
        ["HandlerTwice"] = StepMistake.Handler(
            "HandlerTwice",
            """
            public static ApiResponse Handler(ApiRequest request, StepContext context) => ApiResponse.Empty();
                public static ApiResponse Handler(ApiRequest request) => ApiResponse.Empty(); /*here*/
            """,
            "2 methods", "one"),
        ["HandlerParameters"] = StepMistake.Handler(
            "HandlerParameters", "public static ApiResponse Handler(string text) => ApiResponse.Empty(); /*here*/", "ApiResponse Handler(String text)", "ApiRequest<TBody>"),
        ["HandlerResult"] = StepMistake.Handler(
            "HandlerResult", "public static string Handler(ApiRequest request, StepContext context) => \"\"; /*here*/", "String Handler(", "Task<ApiResponse>"),
        ["HandlerVoid"] = StepMistake.Handler(
            "HandlerVoid", "public static async void Handler(ApiRequest request, StepContext context) => await Task.Yield(); /*here*/", "void Handler(", "Task<ApiResponse>"),
        ["HandlerGeneric"] = StepMistake.Handler(
            "HandlerGeneric", "public static ApiResponse Handler<T>(ApiRequest request, T other) => ApiResponse.Empty(); /*here*/", "generic"),
        ["HandlerReference"] = StepMistake.Handler(
            "HandlerReference", "public static ApiResponse Handler(ApiRequest request, ref int other) => ApiResponse.Empty(); /*here*/", "\"other\"", "reference"),
        ["HandlerService"] = StepMistake.Handler(
            "HandlerService", "public static ApiResponse Handler(ApiRequest request, System.Collections.IComparer orders) => ApiResponse.Empty(); /*here*/", "IComparer", "\"orders\"", "Startup"),
        ["HandlerServices"] = StepMistake.Handler(
            "HandlerServices",
            """
            public HandlerServices(IEqualityComparer<string> names) { }
                public ApiResponse Handler(ApiRequest request, System.Collections.IComparer orders, IServiceProvider given, IFormatProvider formats) => ApiResponse.Empty(); /*here*/
            """,
            "IComparer \"orders\", IFormatProvider \"formats\", IEqualityComparer<String> \"names\", which are not registered", "Startup"),
        ["HandlerConstructors"] = StepMistake.Handler(
            "HandlerConstructors",
            """
            public HandlerConstructors() { }
                public HandlerConstructors(int other) { }
                public ApiResponse Handler(ApiRequest request) => ApiResponse.Empty(); /*here*/
            """,
            "HandlerConstructors", "one public constructor"),
        ["HandlerConstructorService"] = StepMistake.Handler(
            "HandlerConstructorService",
            """
            public HandlerConstructorService(System.Collections.IComparer orders) { }
                public ApiResponse Handler(ApiRequest request) => ApiResponse.Empty(); /*here*/
            """,
            "IComparer", "\"orders\"", "Startup"),
        ["EventHandler"] = new(
            """
            using Motia;

            public static class EventHandler
            {
                public static readonly EventStep Config = new() { Name = "EventHandler", Subscribes = ["a"] };

                public static Task<int> Handler(string input, StepContext context) => Task.FromResult(1); /*here*/
            }
            """,
            "Task<Int32> Handler(", "void, Task or ValueTask"),
        ["CronHandler"] = new(
            """
            using Motia;

            public static class CronHandler
            {
                public static readonly CronStep Config = new() { Name = "CronHandler", Cron = "* * * * *" };

                public static void Handler(string input, StepContext context) { } /*here*/
            }
            """,
            "Handler(String input", "StepContext context"),
        ["ConfigNull"] = new(
            """
            using Motia;

            public static class ConfigNull
            {
                public static readonly ApiStep Config = null!; /*here*/

                public static ApiResponse Handler(ApiRequest request) => ApiResponse.Empty();
            }
            """,
            "ConfigNull", "null", "ApiStep"),
        ["ConfigThrows"] = new(
            """
            using Motia;

            public static class ConfigThrows
            {
                public static readonly ApiStep Config = new() { Name = Name(), Method = "GET", Path = "/ConfigThrows" }; /*here*/

                public static ApiResponse Handler(ApiRequest request) => ApiResponse.Empty();

                private static string Name() => throw new InvalidOperationException("no name today");
            }
            """,
            "ConfigThrows", "InvalidOperationException", "no name today"),
        ["KeyUnknown"] = new(
            """
            using Motia;

            public static class KeyUnknown
            {
                public static readonly ApiStep Config = new() { Name = "KeyUnknown", Method = "GET", Path = "/x",
                    Metod = "GET" }; /*here*/

                public static ApiResponse Handler(ApiRequest request) => ApiResponse.Empty();
            }
            """,
            "Metod"),
        ["KeyOfWrongType"] = new(
            """
            using Motia;

            public static class KeyOfWrongType
            {
                public static readonly ApiStep Config = new() { Name = "KeyOfWrongType", Method = "GET",
                    Path = 5 }; /*here*/

                public static ApiResponse Handler(ApiRequest request) => ApiResponse.Empty();
            }
            """,
            "int", "string"),
        ["KeyMissing"] = new(
            """
            using Motia;

            public static class KeyMissing
            {
                public static readonly ApiStep Config = new() { Name = "KeyMissing", Method = "GET" }; /*here*/

                public static ApiResponse Handler(ApiRequest request) => ApiResponse.Empty();
            }
            """,
            "Path"),
        ["Syntax"] = new(
            """
            using Motia;

            public static class Syntax
            {
                public static readonly ApiStep Config = new() { Name = "Syntax", Method = "GET", Path = "/x" };

                public static ApiResponse Handler(ApiRequest request) => ApiResponse.Empty() /*here*/
            }
            """,
            "; expected"),
        ["ConfigNotStatic"] = new(
            """
            using Motia;

            public sealed class ConfigNotStatic
            {
                public readonly ApiStep Config = new() { Name = "ConfigNotStatic", Method = "GET", Path = "/x" }; /*here*/

                public static ApiResponse Handler(ApiRequest request) => ApiResponse.Empty();
            }
            """,
            "static", "Config"),
        ["Nothing"] = new("// This file is a step by its name but holds none. /*here*/\n", "Config"),
        ["SameName2"] = StepMistake.Api("SameName2", """Name = "SameName", Method = "GET", Path = "/same-name-2",""", "\"name\"", "\"SameName\"", "SameName1.step.cs"),
        ["SameRoute2"] = StepMistake.Api("SameRoute2", """Name = "SameRoute2", Method = "GET", Path = "/same/:other/",""", "GET /same/:other", "SameRoute1"),
    };

    /// <summary>Steps without a mistake, which must run beside the others.</summary>
    public static IReadOnlyDictionary<string, StepMistake> Good { get; } = new Dictionary<string, StepMistake>
    {
        ["SameName1"] = StepMistake.Api("SameName1", """Name = "SameName", Method = "GET", Path = "/same-name-1","""),
        ["SameRoute1"] = StepMistake.Api("SameRoute1", """Name = "SameRoute1", Method = "GET", Path = "/same/:id","""),
        ["ZGood"] = StepMistake.Api("ZGood", """Name = "ZGood", Method = "GET", Path = "/good","""),
    };

    private static StepMistake Limits(string name, string settings, string field, params string[] says) => StepMistake.Api(
        name, $$"""Name = "{{name}}", Method = "GET", Path = "/{{name}}", Infrastructure = new() { Handler = new() { {{settings}} } },""", [$"infrastructure.handler.{field}", .. says]);

    private static StepMistake Queue(string name, string settings, string field, params string[] says) => StepMistake.Event(
        name, $$"""Name = "{{name}}", Subscribes = ["a"], Infrastructure = new() { Queue = new() { {{settings}} } },""", [$"infrastructure.queue.{field}", .. says]);

    private static StepMistake Cron(string name, string expression, params string[] says) =>
        StepMistake.Cron(name, $$"""Name = "{{name}}", Cron = "{{expression}}",""", ["\"cron\"", .. says]);
}
