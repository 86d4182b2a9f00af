namespace Motia.Silo.Schemas;

/// <summary>A schema that cannot be used: it is not a valid schema, or it needs a keyword that is not implemented.</summary>
public sealed class JsonSchemaException : Exception
{
    /// <summary>Names the place and the reason.</summary>
    /// <param name="location">The place as a JSON pointer in a fragment, for example <c>#/properties/age/minimum</c>.</param>
    /// <param name="reason">What was found there, what is allowed, and what to do.</param>
    public JsonSchemaException(string location, string reason)
        : base($"{location}: {reason}")
    {
        Location = location;
        Reason = reason;
    }

    /// <summary>The place in the schema as a JSON pointer in a fragment; <c>#</c> is the whole schema.</summary>
    public string Location { get; }

    /// <summary>What was found there, what is allowed, and what to do.</summary>
    public string Reason { get; }
}
