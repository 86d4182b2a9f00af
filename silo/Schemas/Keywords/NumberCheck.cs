using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Motia.Silo.Schemas.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c>, their exclusive forms, and <c>multipleOf</c>, all exact: no number is rounded.</summary>
internal sealed class NumberCheck(NumberBound[] bounds, MultipleOf? multipleOf) : Check
{
    public override bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        if (instance.ValueKind != JsonValueKind.Number)
        {
            return true;
        }
        var text = JsonMarshal.GetRawUtf8Value(instance);
        var valid = true;
        foreach (var bound in bounds)
        {
            if (!bound.Allows(text))
            {
                errors?.Add($"is {ErrorCollector.Describe(instance)}; it must be {bound.Demand}");
                valid = false;
            }
        }
        if (multipleOf is not null && !multipleOf.Divides(text))
        {
            errors?.Add($"is {ErrorCollector.Describe(instance)}; it must be a multiple of {Encoding.UTF8.GetString(multipleOf.Text)}");
            valid = false;
        }
        return valid;
    }
}
