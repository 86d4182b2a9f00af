namespace Motia.Grains;

/// <summary>A mistake in a step, found when it was loaded.</summary>
/// <param name="File">The file, relative to the project; the assembly's name if no file is known.</param>
/// <param name="Line">The line, from 1; null if it is not known.</param>
/// <param name="Message">What was found, what is allowed and what to do.</param>
public sealed record StepError(string File, int? Line, string Message)
{
    /// <summary><c>steps/orders/place.step.cs(12): "method" is "FETCH"; …</c></summary>
    public override string ToString() => Line is { } line ? $"{File}({line}): {Message}" : $"{File}: {Message}";
}
