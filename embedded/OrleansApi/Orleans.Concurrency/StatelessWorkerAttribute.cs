namespace Orleans.Concurrency;

/// <summary>The grain keeps no state, so that several activations of one key run side by side.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute : Attribute
{
    /// <summary>As many activations as the machine has processors.</summary>
    public StatelessWorkerAttribute()
        : this(-1)
    {
    }

    /// <summary>Up to so many activations; zero or less: as many as the machine has processors.</summary>
    public StatelessWorkerAttribute(int maxLocalWorkers) =>
        MaxLocal = maxLocalWorkers > 0 ? maxLocalWorkers : Environment.ProcessorCount;

    internal int MaxLocal { get; }
}
