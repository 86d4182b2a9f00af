namespace Motia.Silo.Steps;

/// <summary>Names types in messages the way their author writes them.</summary>
internal static class TypeNames
{
    /// <summary><c>Task&lt;ApiResponse&gt;</c> and not <c>Task`1</c>.</summary>
    public static string Of(Type type) =>
        type == typeof(void) ? "void"
        : type.IsArray ? $"{Of(type.GetElementType()!)}[]"
        : !type.IsGenericType ? type.Name
        : $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>";
}
