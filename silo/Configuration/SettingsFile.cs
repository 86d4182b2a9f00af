using Microsoft.Extensions.Configuration;

namespace Motia.Silo.Configuration;

/// <summary>The settings of a project's <c>motia.json</c>, as they were when the host was built.</summary>
internal sealed class SettingsFile : ConfigurationProvider, IConfigurationSource
{
    public SettingsFile(IEnumerable<KeyValuePair<string, string?>> settings) => Data = new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
