namespace Motia.Grains;

/// <summary>Runs an event or cron step's handler in the silo that is asked, so that its runs and their times show by name. Key: <see cref="GrainKeys.Step"/>.</summary>
[Alias("motia.event-handler")]
public interface IEventHandlerGrain : IGrainWithStringKey
{
    /// <summary>Runs the handler once. Never throws for what the step does.</summary>
    /// <param name="run">What to run it with.</param>
    [Alias("HandleEvent")]
    [ResponseTimeout("00:16:00")]
    Task<EventResult> HandleEvent(EventRun run);
}
