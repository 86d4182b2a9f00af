using Motia.Silo.Compilation;

namespace Motia.Silo.Tests.Compilation;

public sealed class ToolProcessTests
{
    [Theory]
    [InlineData("Motia__Token")]
    [InlineData("MOTIA__TEST_SECRET")]
    public void Prepare_SecretsInTheEnvironment_AreNotInherited(string name)
    {
        Environment.SetEnvironmentVariable(name, "secret");
        try
        {
            var start = ToolProcess.Prepare("dotnet", Path.GetTempPath(), ["--version"]);

            Assert.DoesNotContain(start.Environment.Keys, key => key.StartsWith("motia__", StringComparison.OrdinalIgnoreCase));
            Assert.Contains("PATH", start.Environment.Keys);
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public async Task Run_Cancelled_KillsTheProcess()
    {
        using var cancel = new CancellationTokenSource();
        var process = new ToolProcess();
        var start = ToolProcess.Prepare("cat", Path.GetTempPath(), []);
        start.RedirectStandardInput = true;
        var run = process.RunAsync(start, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(1, process.Started);
    }
}
