using Microsoft.Extensions.Primitives;

namespace Motia;

/// <summary>Headers as HTTP users know them: reading one that is absent gives no values, and setting one to no values removes it.</summary>
internal sealed class ApiHeaders() : Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase), IDictionary<string, StringValues>
{
    StringValues IDictionary<string, StringValues>.this[string key]
    {
        get => TryGetValue(key, out var values) ? values : StringValues.Empty;
        set
        {
            if (value.Count == 0)
            {
                Remove(key);
            }
            else
            {
                this[key] = value;
            }
        }
    }
}
