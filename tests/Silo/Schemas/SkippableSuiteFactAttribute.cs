namespace Motia.Silo.Tests.Schemas;

/// <summary>A test that needs the public suite's files; where they are absent it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SkippableSuiteFactAttribute : FactAttribute
{
    public SkippableSuiteFactAttribute()
    {
        if (PublicSuite.Directory is null)
        {
            Skip = $"The JSON Schema Test Suite is not there: {PublicSuite.RelativePath} from the repository's root.";
        }
    }
}
