using System.Collections;

namespace Motia.Bench.CommandLine;

/// <summary>Settings in the environment that would change what is measured, in this process and those it starts.</summary>
internal static class Settings
{
    private static readonly string[] Prefixes = ["Motia__", "ASPNETCORE_", "DOTNET_ENVIRONMENT"];

    /// <summary>Removes them, so that the defaults are measured.</summary>
    public static void Clear()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key))
        {
            if (Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }
}
