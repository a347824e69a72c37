using ContainerKit.Waiting.Conditions;

namespace ContainerKit.Waiting;

/// <summary>Creates the probe that checks the condition of a wait.</summary>
internal static class ProbeFactory
{
    public static Probe Create(Wait wait, WaitSession session) => wait.Condition switch
    {
        PortCondition port => new PortProbe(wait, session, port),
        HttpCondition http => new HttpProbe(wait, session, http),
        ServerCondition server => new ServerProbe(wait, session, server),
        DatabaseCondition database => CreateDatabaseProbe(wait, session, database),
        DatabaseCallbackCondition database => new DatabaseProbe(wait, session, database.Factory, async token =>
            await database.GetConnectionString(session.Container, token).ConfigureAwait(false)),
        HealthCondition => new HealthProbe(wait, session),
        CommandCondition command => new CommandProbe(session, command.Spec),
        FileCondition file => new FileProbe(session, file.Path),
        CallbackCondition callback => new CallbackProbe(session, callback.IsReady),
        var other => throw new InvalidOperationException($"There is no probe for a {other.GetType().Name}."),
    };

    private static DatabaseProbe CreateDatabaseProbe(Wait wait, WaitSession session, DatabaseCondition database)
    {
        var finder = new PortFinder(session, database.Port);
        return new DatabaseProbe(wait, session, database.Factory, async token =>
        {
            var location = await finder.FindAsync(token).ConfigureAwait(false);
            if (location.Access == PortAccess.NotRunning) return null;
            return database.GetConnectionString(
                location.Address ?? throw WaitOutcomeException.Impossible(wait, PortLocation.GetUnreachableReason(database.Port)));
        });
    }
}
