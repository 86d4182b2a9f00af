using System.Globalization;

namespace Orleans;

/// <summary>How long an activation of this grain class may stand idle before it is deactivated. Default: GrainCollectionOptions.CollectionAge.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class CollectionAgeLimitAttribute : Attribute
{
    /// <summary>The least time that days, hours and minutes can give.</summary>
    public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

    private readonly TimeSpan? _given;

    /// <summary>The time is given by the properties.</summary>
    public CollectionAgeLimitAttribute()
    {
    }

    /// <summary>The time is given as <see cref="TimeSpan.Parse(string)"/> reads it.</summary>
    public CollectionAgeLimitAttribute(string inactivityPeriod) => _given = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);

    /// <summary>Days, added to the hours and minutes.</summary>
    public double Days { get; set; }

    /// <summary>Hours, added to the days and minutes.</summary>
    public double Hours { get; set; }

    /// <summary>Minutes, added to the days and hours.</summary>
    public double Minutes { get; set; }

    /// <summary>Whether idle activations stay.</summary>
    public bool AlwaysActive { get; set; }

    /// <summary>The time.</summary>
    public TimeSpan AgeLimit => _given ?? Summed();

    private TimeSpan Summed()
    {
        var span = AlwaysActive
            ? TimeSpan.FromDays(short.MaxValue)
            : TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
        return span < MinAgeLimit ? MinAgeLimit : span;
    }
}
