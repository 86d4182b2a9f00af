using System.Globalization;

namespace Motia.Bench.Cron;

/// <summary>Cron steps as files, as a user writes them, and one api step that tells how late their handlers began.</summary>
internal static class CronBenchSteps
{
    /// <summary>Writes the steps into a directory.</summary>
    /// <returns>The directory.</returns>
    public static string Write(string directory, int count)
    {
        File.WriteAllText(Path.Combine(directory, "Ticks.cs"), Ticks);
        File.WriteAllText(Path.Combine(directory, "read-ticks.step.cs"), ReadTicks);
        for (var number = 0; number < count; number++)
        {
            File.WriteAllText(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"tick-{number:000}.step.cs")), StepOf(number));
        }

        return directory;
    }

    // A step's delivery id is NAME@OCCURRENCE.SUBSCRIPTION.
    private const string Ticks = """
        using System.Collections.Concurrent;
        using System.Globalization;

        namespace Bench.Cron;

        public static class Ticks
        {
            private static readonly ConcurrentQueue<(DateTime Began, string Id)> s_ticks = new();

            public static void Note(string id) => s_ticks.Enqueue((DateTime.UtcNow, id));

            public static double[] Take()
            {
                var late = new List<double>();
                while (s_ticks.TryDequeue(out var tick))
                {
                    var occurrence = tick.Id[(tick.Id.IndexOf('@') + 1)..tick.Id.LastIndexOf('.')];
                    late.Add((tick.Began - DateTime.Parse(occurrence, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal)).TotalMilliseconds);
                }

                return [.. late];
            }
        }
        """;

    private const string ReadTicks = """
        using Motia;

        namespace Bench.Cron;

        public static class ReadTicks
        {
            public static readonly ApiStep Config = new() { Name = "ReadTicks", Method = "GET", Path = "/ticks" };

            public static ApiResponse Handler(ApiRequest request) => ApiResponse.Json(200, Ticks.Take());
        }
        """;

    private static string StepOf(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        using Motia;

        namespace Bench.Cron;

        public static class Tick{{number}}
        {
            public static readonly CronStep Config = new() { Name = "Tick{{number}}", Cron = "* * * * * *", TimeZone = "Etc/UTC" };

            public static void Handler(StepContext context) => Ticks.Note(context.Delivery!.Id);
        }
        """);
}
