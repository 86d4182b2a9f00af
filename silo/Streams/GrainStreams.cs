using Motia.Silo.Steps;

namespace Motia.Silo.Streams;

/// <summary>The streams as handlers see them: those that are loaded, kept by the stream grains.</summary>
internal sealed class GrainStreams(IGrainFactory grains, StepRegistry registry) : IStreams
{
    public IStream<T> Of<T>(string name)
    {
        var streams = registry.Steps;
        return streams.StreamOf(name) is not null
            ? new GrainStream<T>(grains, name)
            : throw new StreamException(
                StreamError.Unknown,
                $"No stream is named \"{name}\"; {(streams.Streams.Count == 0 ? "no stream is loaded" : $"loaded are {string.Join(", ", streams.Streams.Select(stream => $"\"{stream.Description.Name}\""))}")}. "
                + "A stream is a type with a static \"Config\" that is a StreamDefinition<T>, in a file named *.stream.cs.");
    }
}
