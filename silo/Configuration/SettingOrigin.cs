using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Motia.Silo.Configuration;

/// <summary>Tells where a setting was written, so that whoever has to change it finds it.</summary>
internal static class SettingOrigin
{
    /// <summary>A file's name or an environment variable's; null if the setting comes from elsewhere.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="key">The setting with its section, separated by colons.</param>
    public static string? Of(IConfiguration configuration, string key) =>
        (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider => provider.TryGet(key, out _) || provider.GetChildKeys([], key).Any()) switch
        {
            SettingsFile => ProjectSettings.FileName,
            FileConfigurationProvider file => file.Source.Path,
            EnvironmentVariablesConfigurationProvider => $"environment variable {Variable(key)}",
            _ => null,
        };

    // As it was written: a host's prefix may stand before it, and the names of what is inside it after it.
    private static string Variable(string key)
    {
        var name = key.Replace(":", "__", StringComparison.Ordinal);
        return Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(variable => variable.Contains(name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(variable => variable.Length).FirstOrDefault() ?? name;
    }
}
