using System.Runtime.CompilerServices;

namespace Motia.Embedded.Storage;

/// <summary>Makes the state of a record that does not exist.</summary>
internal static class NewState
{
    internal static T? Of<T>()
    {
        var type = typeof(T);
        if (type.IsValueType || type == typeof(string) || type.IsArray || type.IsAbstract)
        {
            return default;
        }

        return type.GetConstructor(Type.EmptyTypes) is null
            ? (T)RuntimeHelpers.GetUninitializedObject(type)
            : Activator.CreateInstance<T>();
    }
}
