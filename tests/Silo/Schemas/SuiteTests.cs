using System.Globalization;
using Motia.Silo.Schemas;
using Xunit.Abstractions;

namespace Motia.Silo.Tests.Schemas;

/// <summary>Runs the required cases of the public JSON Schema Test Suite for draft 2020-12.</summary>
public sealed class SuiteTests(ITestOutputHelper output)
{
    [SkippableSuiteFact]
    public void Suite_EveryRequiredCase_PassesUnlessListed()
    {
        var passedByFile = new SortedDictionary<string, (int Passed, int All)>(StringComparer.Ordinal);
        var unexpected = new List<string>();
        var stillFailing = new HashSet<(string, string)>();
        foreach (var (file, group, test) in PublicSuite.Cases())
        {
            var outcome = PublicSuite.Run(group, test);
            var (passed, all) = passedByFile.GetValueOrDefault(file);
            passedByFile[file] = (passed + (outcome is null ? 1 : 0), all + 1);
            var key = (file, group.GetProperty("description").GetString()!);
            if (outcome is null)
            {
                continue;
            }
            stillFailing.Add(key);
            if (!PublicSuite.NotImplemented.ContainsKey(key))
            {
                unexpected.Add($"{file}: {key.Item2}: {test.GetProperty("description").GetString()}: {outcome}");
            }
        }
        foreach (var (file, (passed, all)) in passedByFile)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file,-24} {passed,5} of {all,5}{(passed < all ? "  *" : "")}"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"all",-24} {passedByFile.Values.Sum(n => n.Passed),5} of {passedByFile.Values.Sum(n => n.All),5}"));
        var nowPassing = PublicSuite.NotImplemented.Keys.Except(stillFailing).Select(key => $"{key.Item1}: {key.Item2} passes now; take it off the list");
        Assert.Empty(unexpected.Concat(nowPassing));
    }

    [SkippableSuiteFact]
    public void Suite_ListedGroup_IsRefusedWithTheReasonGiven()
    {
        var groups = PublicSuite.Cases().Select(test => (test.File, test.Group)).DistinctBy(pair => pair.Group.GetRawText());
        foreach (var (file, group) in groups)
        {
            if (PublicSuite.NotImplemented.TryGetValue((file, group.GetProperty("description").GetString()!), out var reason))
            {
                var refusal = Assert.Throws<JsonSchemaException>(() => JsonSchema.Compile(group.GetProperty("schema")));
                Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
            }
        }
    }
}
