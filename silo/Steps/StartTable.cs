using System.Text;
using Motia.Grains;

namespace Motia.Silo.Steps;

/// <summary>The table that a developer sees at the start: routes, other steps, streams, topics and step errors.</summary>
internal static class StartTable
{
    public static string Render(CatalogSnapshot catalog)
    {
        var table = new StringBuilder();
        var width = catalog.Steps.Select(step => Takes(step).Length).Append(0).Max();
        foreach (var step in catalog.Steps.OrderBy(step => step.Type).ThenBy(step => step.Path, StringComparer.Ordinal).ThenBy(step => step.Name, StringComparer.Ordinal))
        {
            table.Append("  ").Append(step.Type.ToString().ToLowerInvariant().PadRight(6)).Append(Takes(step).PadRight(width + 2))
                .Append(step.Name).Append("  ").Append(step.File).Append('\n');
        }

        foreach (var stream in catalog.Streams)
        {
            table.Append("  stream ").Append(stream.Name).Append("  ").Append(stream.File).Append('\n');
        }

        if (catalog.Topics.Count > 0)
        {
            table.Append("  topics: ").AppendJoin(", ", catalog.Topics).Append('\n');
        }

        foreach (var error in catalog.Errors)
        {
            table.Append("  error ").Append(error).Append('\n');
        }

        return table.Length == 0 ? "  No steps were found." : table.ToString().TrimEnd('\n');
    }

    private static string Takes(StepDescription step) => step.Type switch
    {
        StepKind.Api => $"{step.Method} {step.Path}",
        StepKind.Event => string.Join(", ", step.Subscribes!),
        StepKind.Cron => step.Cron!,
        _ => "",
    };
}
