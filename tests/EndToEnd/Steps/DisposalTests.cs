using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Steps;

/// <summary>An object that a handler is called on ends with its run.</summary>
public sealed class DisposalTests(DisposalTests.Shared shared) : IClassFixture<DisposalTests.Shared>
{
    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project)
        {
            Api(project, "Answers", "return ApiResponse.Empty();");
            Api(project, "Throws", "throw new InvalidOperationException();");
            Event(project, "Handles", "return;");
            Event(project, "Fails", "throw new InvalidOperationException();");
        }

        private static void Api(ProjectFolder project, string name, string body) => project.Write($"steps/{name}.step.cs", $$"""
            using Motia;
            public sealed class {{name}} : IDisposable
            {
                public static readonly ApiStep Config = new() { Name = "{{name}}", Method = "GET", Path = "/{{name}}" };
                public ApiResponse Handler(ApiRequest request) { {{body}} }
                public void Dispose() => File.WriteAllText("{{name}}.disposed", "");
            }
            """);

        private static void Event(ProjectFolder project, string name, string body) => project.Write($"steps/{name}.step.cs", $$"""
            using Motia;
            public sealed class {{name}} : IDisposable
            {
                public static readonly EventStep Config = new()
                {
                    Name = "{{name}}", Subscribes = ["{{name}}"], Infrastructure = new() { Queue = new() { MaxRetries = 0 } },
                };
                public void Handler(System.Text.Json.JsonElement input) { {{body}} }
                public void Dispose() => File.WriteAllText("{{name}}.disposed", "");
            }
            """);
    }

    [Theory]
    [InlineData("Answers", 204)]
    [InlineData("Throws", 500)]
    public async Task ApiHandlersObject_HoweverItEnds_IsDisposed(string step, int status)
    {
        await shared.Http.SendAsync($"GET /{step}").TextAsync(status);
        await shared.Project.FileAppearsAsync($"{step}.disposed");
    }

    [Theory]
    [InlineData("Handles")]
    [InlineData("Fails")]
    public async Task EventHandlersObject_HoweverItEnds_IsDisposed(string step)
    {
        await shared.Http.EmitAsync(step, 1);
        await shared.Project.FileAppearsAsync($"{step}.disposed");
    }
}
