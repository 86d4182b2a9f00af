using System.Diagnostics;
using System.Text;

namespace Motia.Silo.Processes;

/// <summary>How the silo starts other programs: their output is read, and they do not see the silo's secrets.</summary>
internal static class ChildProcess
{
    private const string SecretPrefix = "Motia__";

    public static ProcessStartInfo Prepare(string fileName, string workingDirectory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith(SecretPrefix, StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}
