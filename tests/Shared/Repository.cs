using System.Reflection;

namespace Motia.Tests.Shared;

/// <summary>The sources that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string Root =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == nameof(Repository)).Value!;

    public static string PathOf(params string[] names) => Path.GetFullPath(Path.Combine([Root, .. names]));
}
