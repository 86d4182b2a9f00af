using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Motia.Silo.Runners.Protocol;

namespace Motia.Silo.Runners;

/// <summary>Starts a runner, hears its hello and has it load.</summary>
internal sealed class RunnerStarter(RunnerLanguage language, IRunnerLauncher launcher, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan HelloLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LoadLimit = TimeSpan.FromSeconds(30);

    /// <summary>Starts one.</summary>
    /// <exception cref="RunnerStartException">It did not come so far.</exception>
    public async Task<RunnerGeneration> StartAsync(RunnerPlan plan, CancellationToken cancellationToken)
    {
        // Only this user may enter the folder; it is needed until the runner has connected.
        var folder = Directory.CreateTempSubdirectory("motia-");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        IRunnerProcess? process = null;
        RunnerConnection? connection = null;
        try
        {
            var path = Path.Combine(folder.FullName, "runner");
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
            process = launcher.Launch(path);
            connection = await InTimeAsync(HelloLimit, "say hello", process, limit => GreetAsync(listener, limit), cancellationToken);
            var reading = connection.ReadAsync();
            var loaded = await InTimeAsync(LoadLimit, "load the steps", process, limit => LoadAsync(connection, plan, reading, limit), cancellationToken);
            return RunnerGeneration.Of(process, connection, plan, loaded, reading, time, logger);
        }
        catch
        {
            connection?.Dispose();
            if (process is not null)
            {
                process.Kill();
                await process.Ended;
                process.Dispose();
            }

            throw;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<RunnerConnection> GreetAsync(Socket listener, CancellationToken limit)
    {
        var connection = new RunnerConnection(new NetworkStream(await listener.AcceptAsync(limit), ownsSocket: true), logger);
        try
        {
            var hello = await connection.ReadHelloAsync(limit);
            if (hello.Protocol != FrameFormat.Version || hello.Language != language.Id)
            {
                throw new RunnerProtocolException($"The runner speaks version {hello.Protocol} for \"{hello.Language}\"; this silo speaks {FrameFormat.Version} for \"{language.Id}\". Use the runners that belong to it.");
            }

            return IsNewEnough(hello.Version)
                ? connection
                : throw new RunnerStartException($"the interpreter that was found is version {hello.Version}; install {language.ToInstall}, or name one in motia.json as \"{language.Setting}\".") { IsMissingRuntime = true };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static async Task<LoadedMeta> LoadAsync(RunnerConnection connection, RunnerPlan plan, Task reading, CancellationToken limit)
    {
        var loading = connection.LoadAsync(plan.Files, plan.Config, limit);
        if (await Task.WhenAny(loading, reading) == reading && !loading.IsCompleted)
        {
            await reading;
            throw new RunnerProtocolException("The connection ended.");
        }

        var loaded = await loading;
        return loaded.Files?.Count == plan.Files.Count
            ? loaded
            : throw new RunnerProtocolException($"The runner loaded {loaded.Files?.Count ?? 0} files of {plan.Files.Count}.");
    }

    private async Task<T> InTimeAsync<T>(TimeSpan limit, string what, IRunnerProcess process, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var working = work(either.Token);
        try
        {
            if (await Task.WhenAny(working, process.Ended) != working)
            {
                await either.CancelAsync();
                await ((Task)working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return await working;
        }
        catch (Exception exception) when (exception is not RunnerStartException && !cancellationToken.IsCancellationRequested)
        {
            throw new RunnerStartException($"the runner process did not {what}: {await WhyAsync(exception, late.IsCancellationRequested, limit, process)}", exception);
        }
    }

    private static async Task<string> WhyAsync(Exception exception, bool isLate, TimeSpan limit, IRunnerProcess process)
    {
        // A process that ends closes its connection a moment before.
        if (!isLate && exception is not RunnerStartException)
        {
            await Task.WhenAny(process.Ended, Task.Delay(TimeSpan.FromSeconds(1)));
        }

        var why = isLate ? $"it took more than {limit.TotalSeconds} seconds"
            : process.Ended.IsCompletedSuccessfully ? $"it ended with {await process.Ended}"
            : exception.Message;
        return process.LastErrors is { Length: > 0 } errors ? $"{why}. It wrote:\n{errors}" : $"{why}.";
    }

    private bool IsNewEnough(string? version)
    {
        var digits = new string([.. (version ?? "").TrimStart('v').TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
        return Version.TryParse(digits, out var found) && found >= language.Minimum;
    }
}
