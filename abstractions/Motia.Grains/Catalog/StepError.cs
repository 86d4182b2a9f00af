using System.Text.Json.Serialization;

namespace Motia.Grains;

/// <summary>A mistake in a step, found when it was loaded.</summary>
/// <param name="File">The file, relative to the project; the assembly's name if no file is known.</param>
/// <param name="Line">The line, from 1; null if it is not known.</param>
/// <param name="Message">What was found, what is allowed and what to do.</param>
public sealed record StepError(string File, int? Line, string Message)
{
    /// <summary>Whether what is missing is on the machine and not in the step: what its language runs in. Such a step is left out outside of Development too; its events wait.</summary>
    [JsonIgnore]
    public bool IsMissingRuntime { get; init; }

    /// <summary><c>steps/orders/place.step.cs(12): "method" is "FETCH"; …</c></summary>
    public override string ToString() => Line is { } line ? $"{File}({line}): {Message}" : $"{File}: {Message}";
}
