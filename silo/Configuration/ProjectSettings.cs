using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Motia.Silo.CommandLine;

namespace Motia.Silo.Configuration;

/// <summary>Reads a project's settings: <c>motia.json</c> in the project directory, over it the environment's <c>Motia__…</c>.</summary>
internal static class ProjectSettings
{
    public const string Section = "Motia";
    public const string FileName = "motia.json";

    /// <summary>Adds <c>motia.json</c>, if there is one, below the sources that are there already.</summary>
    /// <exception cref="StartupException">It can't be read or is not JSON.</exception>
    public static void AddFile(IConfigurationBuilder configuration, string projectDirectory)
    {
        var path = Path.Combine(projectDirectory, FileName);
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            var file = new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: false).Build();
            configuration.Sources.Insert(0, new SettingsFile(
                file.AsEnumerable().Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create($"{Section}:{pair.Key}", pair.Value))));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception.GetBaseException());
        }
    }

    /// <summary>Checks that every setting given is one there is, and that its value is of its kind.</summary>
    /// <exception cref="StartupException">One is not; the message names it.</exception>
    public static void Check(IConfiguration configuration)
    {
        Check(configuration, configuration.GetSection(Section), typeof(MotiaOptions));
        var options = configuration.GetSection(Section).Get<MotiaOptions>() ?? new();
        DemandOne(configuration, "limits.body", options.Limits.Body, "byte");
        DemandAboveZero(configuration, "state.retention", options.State.Retention, "7.00:00:00 for seven days");
        DemandAboveZero(configuration, "queues.backoff", options.Queues.Backoff, "00:00:01 for a second");
        DemandOne(configuration, "queues.backlog", options.Queues.Backlog, "delivery");
        DemandOne(configuration, "queues.window", options.Queues.Window, "delivery");
        DemandOne(configuration, "runners.concurrency", options.Runners.Concurrency, "call");
        DemandOne(configuration, "runners.stuckSeconds", options.Runners.StuckSeconds, "second");
        DemandOne(configuration, "runners.memoryMb", options.Runners.MemoryMb, "MB");
        if (options.Cors.Origins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong)
        {
            throw new StartupException($"{Name(configuration, "cors.origins")} has \"{wrong}\"; an origin is a scheme, a host and perhaps a port, such as https://example.org.");
        }
    }

    private static void DemandOne(IConfiguration configuration, string name, long value, string unit)
    {
        if (value < 1)
        {
            throw new StartupException(string.Create(CultureInfo.InvariantCulture, $"{Name(configuration, name)} is {value}; it must be 1 {unit} or more."));
        }
    }

    private static void DemandAboveZero(IConfiguration configuration, string name, TimeSpan? value, string example)
    {
        if (value <= TimeSpan.Zero)
        {
            throw new StartupException($"{Name(configuration, name)} is {value}; it must be above zero, for example {example}.");
        }
    }

    private static void Check(IConfiguration configuration, IConfigurationSection section, Type type)
    {
        foreach (var given in section.GetChildren())
        {
            var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public);
            var property = properties.FirstOrDefault(property => property.Name.Equals(given.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                throw new StartupException(
                    $"{Name(configuration, NameOf(given))} is not known; here can be {string.Join(", ", properties.Select(known => $"\"{Camel(known.Name)}\""))}.");
            }

            var isList = typeof(IEnumerable).IsAssignableFrom(property.PropertyType) && property.PropertyType != typeof(string);
            var isGroup = property.PropertyType.Namespace == typeof(MotiaOptions).Namespace && property.PropertyType.IsClass;
            if ((isList || isGroup) && !string.IsNullOrEmpty(given.Value))
            {
                throw new StartupException($"{Name(configuration, NameOf(given))} is \"{given.Value}\"; it must be {(isList ? "a list" : "an object with settings of its own")}.");
            }

            if (isList)
            {
                continue;
            }

            if (isGroup)
            {
                Check(configuration, given, property.PropertyType);
                continue;
            }

            if (!IsOf(given, property.PropertyType))
            {
                throw new StartupException($"{Name(configuration, NameOf(given))} is \"{given.Value}\"; it must be {Describe(property.PropertyType)}.");
            }
        }
    }

    // A bare number is a time to .NET, of as many days; whoever writes one means seconds.
    private static bool IsOf(IConfigurationSection given, Type type)
    {
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(TimeSpan) && given.Value is { Length: > 0 } text && !text.Contains(':', StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            given.Get(type);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static StartupException Unreadable(string path, Exception cause)
    {
        // What System.Text.Json says of the place counts from 0, and in its message comes last.
        var (place, message) = cause is JsonException { LineNumber: { } line, BytePositionInLine: { } column }
            ? ($"({line + 1},{column + 1})", cause.Message.Split(" LineNumber:")[0].Split(" Path:")[0])
            : ("", cause.Message);
        return new($"{path}{place} can't be read: {message.ReplaceLineEndings(" ")}");
    }

    private static string Name(IConfiguration configuration, string name) =>
        SettingOrigin.Of(configuration, $"{Section}:{name.Replace('.', ':')}") is { } origin ? $"{origin}: the setting \"{name}\"" : $"The setting \"{name}\"";

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);

    private static string NameOf(IConfigurationSection section) =>
        string.Join('.', section.Path.Split(':').Skip(1).Select(Camel));

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Describe(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
            : type == typeof(bool) ? "true or false"
            : type == typeof(TimeSpan) ? "a time such as 00:00:05 (five seconds) or 7.00:00:00 (seven days)"
            : type == typeof(string) ? "text"
            : "a whole number";
    }
}
