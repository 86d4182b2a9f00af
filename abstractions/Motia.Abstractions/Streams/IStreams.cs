namespace Motia;

/// <summary>The project's realtime streams, as a handler has them at hand.</summary>
public interface IStreams
{
    /// <summary>The stream with this definition.</summary>
    /// <param name="definition">The stream's config, such as <c>Todos.Config</c>.</param>
    /// <exception cref="StreamException"><see cref="StreamError.Unknown"/>: the definition is not loaded.</exception>
    IStream<T> Of<T>(StreamDefinition<T> definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Of<T>(definition.Name);
    }

    /// <summary>The stream with this name, its items read as <typeparamref name="T"/>.</summary>
    /// <param name="name">The name its definition gives it.</param>
    /// <exception cref="StreamException"><see cref="StreamError.Unknown"/>: no definition has the name.</exception>
    IStream<T> Of<T>(string name);
}
