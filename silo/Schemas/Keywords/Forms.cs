using System.Text.Json;

namespace Motia.Silo.Schemas.Keywords;

/// <summary>Says why an instance fits none of several forms: with the errors of the one that was meant, when that is plain.</summary>
internal static class Forms
{
    private const int Shown = 5;

    public static void Explain(SchemaNode[] nodes, JsonElement instance, ErrorCollector errors)
    {
        var branches = Array.ConvertAll(nodes, node =>
        {
            var branch = errors.Branch();
            node.Test(instance, default, branch);
            return branch;
        });
        var nearest = branches.Min(branch => branch.Distance);
        var meant = Array.FindAll(branches, branch => branch.Distance == nearest);
        if (meant.Length == 1)
        {
            errors.Take(meant[0]);
            return;
        }
        if (Array.TrueForAll(meant, branch => branch.OtherTypes != JsonTypes.None))
        {
            errors.AddType(instance, meant.Aggregate(JsonTypes.None, (types, branch) => types | branch.OtherTypes));
            return;
        }
        var reasons = meant.Where(branch => !branch.IsEmpty).Select(branch => branch.Summary()).Distinct().ToArray();
        var more = reasons.Length > Shown ? $"; and {reasons.Length - Shown} more" : "";
        var message = $"fits none of the {nodes.Length} allowed forms: {string.Join("; or: ", reasons.Take(Shown))}{more}";
        if (nearest == 2)
        {
            errors.AddOther(message);
        }
        else
        {
            errors.Add(message);
        }
    }
}
