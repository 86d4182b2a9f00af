namespace Motia.EndToEnd.Tests.Steps;

/// <summary>A step file with one mistake.</summary>
/// <param name="Text">The file; the line that must be told is marked with <c>/*here*/</c>.</param>
/// <param name="Says">What the message must name: the field, what was found, what is allowed.</param>
public sealed record StepMistake(string Text, params string[] Says)
{
    /// <summary>The marked line, from 1.</summary>
    public int Line => Text[..Text.IndexOf("/*here*/", StringComparison.Ordinal)].Count(c => c == '\n') + 1;

    public static StepMistake Api(string name, string config, params string[] says) => Of(name, "ApiStep", config, "ApiRequest request, StepContext context", "ApiResponse", says);

    public static StepMistake Event(string name, string config, params string[] says) => Of(name, "EventStep", config, "string input, StepContext context", "void", says);

    public static StepMistake Cron(string name, string config, params string[] says) => Of(name, "CronStep", config, "StepContext context", "void", says);

    /// <summary>An api step whose config is right and whose members are given.</summary>
    public static StepMistake Handler(string name, string members, params string[] says) => new(
        $$"""
        using System.Text.Json.Nodes;
        using Motia;

        public class {{name}}
        {
            public static readonly ApiStep Config = new() { Name = "{{name}}", Method = "GET", Path = "/{{name}}" };

            {{members}}
        }
        """,
        says);

    private static StepMistake Of(string name, string kind, string config, string parameters, string result, string[] says) => new(
        $$"""
        using System.Text.Json.Nodes;
        using Motia;

        public static class {{name}}
        {
            // A comment, so that the line is not by chance the right one.
            public static readonly {{kind}} Config = new() /*here*/
            {
                {{config}}
            };

            public static {{result}} Handler({{parameters}}) {{(result == "void" ? "{ }" : "=> ApiResponse.Empty();")}}
        }
        """,
        says);
}
