using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Motia.Tests.Shared;

namespace Motia.Docs.Tests;

public sealed partial class RunningPageTests
{
    private static readonly Page Running = Page.Read("docs/running.md");

    [Fact]
    public void Settings_OfThePage_AreThoseOfTheOptions()
    {
        var documented = SettingName().Matches(Running.Text).Select(match => match.Groups[1].Value.Replace("__", ".", StringComparison.Ordinal).ToUpperInvariant())
            .Select(name => name.EndsWith(".0", StringComparison.Ordinal) ? name[..^2] : name);
        var mentioned = ClusterPort().Matches(Running.Text).Select(match => match.Groups[1].Value.ToUpperInvariant());

        Assert.Equal(Settings(typeof(MotiaOptions), "").Order(), documented.Concat(mentioned).Distinct().Order());
    }

    [Fact]
    public void Defaults_OfThePage_AreThoseOfTheOptions()
    {
        var options = new MotiaOptions();

        Assert.Contains($"`Motia__Limits__Body` | {options.Limits.Body.ToString(CultureInfo.InvariantCulture)} |", Running.Text, StringComparison.Ordinal);
        Assert.Contains($"`Motia__Validation` | {options.Validation.ToString().ToLowerInvariant()} |", Running.Text, StringComparison.Ordinal);
        Assert.Contains($"`Motia__Logs__Format` | {options.Logs.Format} |", Running.Text, StringComparison.Ordinal);
        Assert.Contains($"`Motia__Logs__Level` | {options.Logs.Level} |", Running.Text, StringComparison.Ordinal);
        Assert.Contains($"`cluster.siloPort` ({options.Cluster.SiloPort})", Running.Text, StringComparison.Ordinal);
        Assert.Contains($"`cluster.gatewayPort` ({options.Cluster.GatewayPort})", Running.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnHost_OfThePage_ServesItsStepsAndItsOwnEndpoints()
    {
        var snippet = Running.Blocks("csharp").Single().Split('\n').Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));
        var program = await File.ReadAllLinesAsync(Repository.PathOf("tests/OwnHost/Program.cs"));
        Assert.All(snippet, line => Assert.Contains(line, program));

        using var project = new TemporaryProject();
        using var host = new Process
        {
            StartInfo = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Motia.OwnHost.dll"), "--urls", "http://127.0.0.1:0", "--contentRoot", project.Directory])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Motia__Cluster__ConnectionString"] = null },
            },
        };
        host.Start();
        try
        {
            host.BeginErrorReadLine();
            using var client = new HttpClient { BaseAddress = await AddressAsync(host) };

            Assert.Equal("the host's own", await client.GetStringAsync("/own"));
            var greeting = await client.GetFromJsonAsync<JsonNode>("/greet/Ada");
            Assert.Equal("Good day, Ada.", (string)greeting!["greeting"]!);
            Assert.True(File.Exists(Path.Combine(project.Directory, ".motia", "motia.db")));
        }
        finally
        {
            host.Kill();
            await host.WaitForExitAsync();
        }
    }

    private static async Task<Uri> AddressAsync(Process host)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await host.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (ListeningOn().Match(line) is { Success: true } match)
            {
                return new Uri(match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The host ended before it listened.");
    }

    private static IEnumerable<string> Settings(Type type, string prefix) => type.GetProperties().SelectMany(property =>
        property.PropertyType.Namespace == typeof(MotiaOptions).Namespace && property.PropertyType.IsClass
            ? Settings(property.PropertyType, $"{prefix}{property.Name}.")
            : [(prefix + property.Name).ToUpperInvariant()]);

    [GeneratedRegex(@"`Motia__(\w+)` ?…? \|")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"`(cluster\.\w+Port)`")]
    private static partial Regex ClusterPort();

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex ListeningOn();
}
