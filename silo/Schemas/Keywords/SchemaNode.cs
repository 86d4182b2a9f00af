using System.Text.Json;

namespace Motia.Silo.Schemas.Keywords;

/// <summary>One schema of the tree. Filled once by the compiler, as schemas may refer to each other, and never changed again.</summary>
internal sealed class SchemaNode(string pointer)
{
    private Check[] _checks = [];
    private TextCheck[]? _textChecks;
    private UnevaluatedCheck? _unevaluated;
    private JsonTypes _types = JsonTypes.All;

    /// <summary>Where the schema stands in its document, as a JSON pointer in a fragment.</summary>
    public string Pointer { get; } = pointer;

    /// <summary>The schema <c>false</c>: it allows nothing.</summary>
    public bool IsFalse { get; private set; }

    public IEnumerable<SchemaNode> InPlace => _checks.SelectMany(check => check.InPlace);

    public void Fill(bool allow) => IsFalse = !allow;

    public void Fill(JsonTypes types, Check[] checks, UnevaluatedCheck? unevaluated)
    {
        _types = types;
        _checks = checks;
        _unevaluated = unevaluated;
        _textChecks = checks.All(check => check is TextCheck) ? [.. checks.Cast<TextCheck>()] : null;
    }

    public bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        if (_unevaluated is not null)
        {
            return _unevaluated.Test(this, instance, seen, errors);
        }
        return TestChecks(instance, seen, errors);
    }

    public bool TestChecks(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        if (errors is not null)
        {
            return TestAll(instance, seen, errors);
        }
        if (IsFalse || (_types != JsonTypes.All && !_types.Allow(instance)))
        {
            return false;
        }
        foreach (var check in _checks)
        {
            if (!check.Test(instance, seen, null))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// Tests a member's name. Most schemas of names use only keywords that read a text; any other gets the name as a document of its own.
    /// </summary>
    public bool TestName(ReadOnlySpan<byte> name, ErrorCollector? errors)
    {
        if (_textChecks is null || _unevaluated is not null || IsFalse || (_types & JsonTypes.String) == 0)
        {
            using var document = JsonDocument.Parse((byte[])[(byte)'"', .. name, (byte)'"']);
            return Test(document.RootElement, default, errors);
        }
        var valid = true;
        foreach (var check in _textChecks)
        {
            valid &= check.TestText(name, errors);
        }
        return valid;
    }

    private bool TestAll(JsonElement instance, Span<ulong> seen, ErrorCollector errors)
    {
        if (errors.IsFull)
        {
            return false;
        }
        if (IsFalse)
        {
            errors.Add($"is {ErrorCollector.Describe(instance)}; nothing is allowed here");
            return false;
        }
        if (!_types.Allow(instance))
        {
            errors.AddType(instance, _types);
            return false;
        }
        var valid = true;
        foreach (var check in _checks)
        {
            valid &= check.Test(instance, seen, errors);
        }
        return valid;
    }
}
