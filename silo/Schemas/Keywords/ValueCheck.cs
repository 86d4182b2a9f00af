using System.Text.Json;
using Motia.Silo.Schemas.Text;

namespace Motia.Silo.Schemas.Keywords;

/// <summary><c>const</c> and <c>enum</c>: the instance is one of these values, compared as JSON.</summary>
internal sealed class ValueCheck : TextCheck
{
    private readonly TextTable _texts;
    private readonly JsonElement[] _others;
    private readonly string _allowed;
    private readonly bool _isConstant;

    public ValueCheck(IReadOnlyList<JsonElement> values)
    {
        _isConstant = values.Count == 1;
        var texts = values.Where(value => value.ValueKind == JsonValueKind.String);
        _texts = new TextTable(texts.Select(value => JsonText.ToText(JsonText.Of(value))));
        _others = [.. values.Where(value => value.ValueKind != JsonValueKind.String)];
        _allowed = Allowed(values);
    }

    public override bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        if (instance.ValueKind == JsonValueKind.String ? _texts.Find(JsonText.Of(instance)) >= 0 : IsAmongOthers(instance))
        {
            return true;
        }
        var message = errors is null ? "" : $"is {ErrorCollector.Describe(instance)}; it must be {_allowed}";
        if (_isConstant)
        {
            errors?.AddConstant(message);
        }
        else
        {
            errors?.AddOther(message);
        }
        return false;
    }

    public override bool TestText(ReadOnlySpan<byte> text, ErrorCollector? errors)
    {
        if (_texts.Find(text) >= 0)
        {
            return true;
        }
        errors?.Add($"is not an allowed name; it must be {_allowed}");
        return false;
    }

    private bool IsAmongOthers(JsonElement instance)
    {
        foreach (var value in _others)
        {
            if (JsonEquality.AreEqual(value, instance))
            {
                return true;
            }
        }
        return false;
    }

    private static string Allowed(IReadOnlyList<JsonElement> values)
    {
        const int Shown = 20;
        if (values.Count == 0)
        {
            return "one of no values";
        }
        var shown = string.Join(", ", values.Take(Shown).Select(value => value.GetRawText()));
        return values.Count == 1 ? shown : $"one of {shown}{(values.Count > Shown ? $" and {values.Count - Shown} more" : "")}";
    }
}
