using Motia.Silo.Steps;

namespace Motia.Silo.Streams;

/// <summary>The streams as handlers see them: those that are loaded, kept by the stream grains.</summary>
internal sealed class GrainStreams(IGrainFactory grains, StepRegistry registry) : IStreams
{
    public IStream<T> Of<T>(string name) => new GrainStream<T>(ItemsOf(name), name);

    /// <summary>A stream as it is stored.</summary>
    /// <exception cref="StreamException">It is not loaded.</exception>
    public StreamItems ItemsOf(string name)
    {
        var streams = registry.Steps;
        return streams.StreamOf(name) is not null
            ? new StreamItems(grains, name)
            : throw new StreamException(
                StreamError.Unknown,
                $"No stream is named \"{name}\"; {(streams.Streams.Count == 0 ? "no stream is loaded" : $"loaded are {string.Join(", ", streams.Streams.Select(stream => $"\"{stream.Description.Name}\""))}")}. "
                + "A stream is defined in a file named *.stream.* or *_stream.*: in C# by a type with a static \"Config\" that is a StreamDefinition<T>, in other languages by \"config\".");
    }
}
