namespace Motia.Embedded.Tests.Storage.Processes;

/// <summary>The file that tells <c>failing-disk.c</c> what to fail.</summary>
internal sealed class DiskFault(string file)
{
    public const string Variable = "MOTIA_TEST_FAULT";

    public void FailFsync(string suffix) => File.WriteAllText(file, $"fsync {suffix}");

    public void FillDisk(string suffix) => File.WriteAllText(file, $"full {suffix}");

    public void Clear() => File.Delete(file);
}
