using System.Text.Json;
using Motia.Silo.Schemas.Patterns;
using Motia.Silo.Schemas.Text;

namespace Motia.Silo.Schemas.Keywords;

/// <summary><c>minLength</c>, <c>maxLength</c> (in code points) and <c>pattern</c>.</summary>
internal sealed class TextLimitsCheck(int? minLength, int? maxLength, Pattern? pattern) : TextCheck
{
    private readonly int _min = minLength ?? 0;
    private readonly int _max = maxLength ?? int.MaxValue;

    public override bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors) =>
        instance.ValueKind != JsonValueKind.String || TestText(JsonText.Of(instance), errors);

    public override bool TestText(ReadOnlySpan<byte> text, ErrorCollector? errors) =>
        errors is null ? HasLength(text) && (pattern is null || pattern.IsMatch(text)) : Report(text, errors);

    private bool HasLength(ReadOnlySpan<byte> text)
    {
        // A code point is 1 to 12 bytes (an escaped pair), so most texts need no counting.
        if (text.Length <= _max && (text.Length + 11) / 12 >= _min)
        {
            return true;
        }
        var length = JsonText.CodePoints(text);
        return length >= _min && length <= _max;
    }

    private bool Report(ReadOnlySpan<byte> text, ErrorCollector errors)
    {
        var length = JsonText.CodePoints(text);
        if (length < _min || length > _max)
        {
            var bound = length < _min ? $"at least {_min}" : $"at most {_max}";
            errors.Add($"has {ErrorCollector.Count(length, "character")}; it must have {bound}");
            return false;
        }
        if (pattern is not null && !pattern.IsMatch(text))
        {
            errors.Add($"is {ErrorCollector.Quote(text)}; it must match the pattern {pattern.Source}");
            return false;
        }
        return true;
    }
}
