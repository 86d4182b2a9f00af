using System.ComponentModel;
using System.Globalization;

namespace Motia;

internal sealed class ValidationModeConverter() : EnumConverter(typeof(ValidationMode))
{
    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        bool.TryParse(value as string, out var isOn)
            ? isOn ? ValidationMode.On : ValidationMode.Off
            : base.ConvertFrom(context, culture, value);
}
