using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Motia.Gateway.Catalog;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary><c>/__motia/flows</c>: the flows, and one flow as a graph. An edge leads from a step that emits (or shows) a topic to one that subscribes to it (or shows that).</summary>
internal static class FlowEndpoints
{
    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/flows", (ICatalogSource source) => TypedResults.Ok(new
        {
            flows = source.Current.Steps.SelectMany(step => step.Flows).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(flow => new { name = flow, steps = source.Current.Steps.Count(step => step.Flows.Contains(flow)) }),
        }));
        control.MapGet("/flows/{name}", (string name, ICatalogSource source) =>
        {
            StepDescription[] steps = [.. source.Current.Steps.Where(step => step.Flows.Contains(name))];
            return steps.Length > 0
                ? (IResult)TypedResults.Ok(new
                {
                    name,
                    steps = steps.Select(step => new { name = step.Name, type = step.Type.ToString().ToLowerInvariant(), language = step.Language, file = step.File }),
                    edges = steps.SelectMany(source => steps.SelectMany(target => Edges(source, target))),
                })
                : TypedResults.NotFound(new ControlError($"No step has the flow \"{name}\"."));
        });
    }

    private static IEnumerable<object> Edges(StepDescription source, StepDescription target)
    {
        var heard = (target.Subscribes ?? []).Concat(target.VirtualSubscribes).ToHashSet(StringComparer.Ordinal);
        var emitted = source.Emits.Select(emit => (Emit: emit, Variant: "event")).Concat(source.VirtualEmits.Select(emit => (Emit: emit, Variant: "virtual")));
        return emitted.Where(one => heard.Contains(one.Emit.Topic)).Select(one => new
        {
            id = $"{source.Name}->{target.Name}:{one.Emit.Topic}:{one.Variant}",
            source = source.Name,
            target = target.Name,
            topic = one.Emit.Topic,
            variant = one.Variant,
            label = one.Emit.Label,
        });
    }
}
