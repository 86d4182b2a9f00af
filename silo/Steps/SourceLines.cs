using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace Motia.Silo.Steps;

/// <summary>Tells the file and line of members from an assembly's portable symbols, beside it or inside it. Without symbols it knows nothing.</summary>
internal sealed class SourceLines : IDisposable
{
    private const byte StoreStaticField = 0x80;
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private readonly FileStream? _file;
    private readonly PEReader? _image;
    private readonly MetadataReaderProvider? _provider;
    private readonly MetadataReader? _symbols;

    public SourceLines(Assembly assembly)
    {
        if (assembly.Location is not { Length: > 0 } location)
        {
            return;
        }

        _file = File.OpenRead(location);
        _image = new PEReader(_file);
        if (_image.TryOpenAssociatedPortablePdb(location, path => File.Exists(path) ? File.OpenRead(path) : null, out _provider, out _))
        {
            _symbols = _provider!.GetMetadataReader();
        }
    }

    /// <summary>Where a step's <c>Config</c> is written.</summary>
    public SourceLine? OfConfig(MemberInfo config) => config switch
    {
        PropertyInfo property when property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.Static | BindingFlags.NonPublic) is { } field
            => OfStore(field),
        PropertyInfo property => OfMethod(property.GetMethod),
        FieldInfo field => OfStore(field),
        _ => null,
    };

    /// <summary>Where some code of a type is.</summary>
    public SourceLine? OfType(Type type) =>
        type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).Select(OfMethod).FirstOrDefault(line => line is not null);

    /// <summary>Where a method's code begins.</summary>
    public SourceLine? OfMethod(MethodBase? method) => Find(method, untilOffset: 0);

    public void Dispose()
    {
        _provider?.Dispose();
        _image?.Dispose();
        _file?.Dispose();
    }

    // The statement of the type's initializer that stores into the field.
    private SourceLine? OfStore(FieldInfo field)
    {
        var initializer = field.DeclaringType!.TypeInitializer;
        if (initializer?.GetMethodBody()?.GetILAsByteArray() is not { } code)
        {
            return null;
        }

        Span<byte> store = stackalloc byte[5];
        store[0] = StoreStaticField;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(store[1..], field.MetadataToken);
        return Find(initializer, code.AsSpan().IndexOf(store));
    }

    private SourceLine? Find(MethodBase? method, int untilOffset)
    {
        if (_symbols is null || method is null)
        {
            return null;
        }

        // The code of an async method is in its state machine.
        if (method.GetCustomAttribute<AsyncStateMachineAttribute>() is { StateMachineType: { } machine })
        {
            method = machine.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.NonPublic)!;
        }

        var information = _symbols.GetMethodDebugInformation((MethodDefinitionHandle)MetadataTokens.Handle(method.MetadataToken));
        SourceLine? found = null;
        foreach (var point in information.GetSequencePoints())
        {
            if (found is not null && point.Offset > untilOffset)
            {
                break;
            }

            if (!point.IsHidden)
            {
                found = new SourceLine(_symbols.GetString(_symbols.GetDocument(point.Document).Name), point.StartLine);
            }
        }

        return found;
    }
}
