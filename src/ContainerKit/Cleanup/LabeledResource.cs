using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Sessions;
using ContainerKit.Timing;

namespace ContainerKit.Cleanup;

/// <summary>
/// A resource with a unique label. Before the response to its create request arrives, the resource is found by that
/// label.
/// </summary>
internal abstract class LabeledResource(EngineClient engine, ResourceKind kind, string name, string nonce)
    : TrackedResource(engine)
{
    /// <summary>The name in the create request.</summary>
    public string Name => name;

    /// <summary>The id; null before the engine has returned it.</summary>
    public string? Id { get; set; }

    /// <summary>
    /// Indicates whether the engine has reported that the create request failed. It no longer works on the request
    /// then, so one look for a partly created resource is enough.
    /// </summary>
    public bool IsCreateFinished { get; set; }

    /// <summary>
    /// The timestamp at which the create request failed without a response from the engine; null if it did not. Several
    /// such resources share the time that is spent on looking for them.
    /// </summary>
    public long? CreateFailedAt { get; set; }

    public override bool MayAppearLater => Id is null && !IsCreateFinished;

    /// <inheritdoc/>
    /// <exception cref="ResourceInUseException">Containers use the resource.</exception>
    public override async Task<bool> RemoveAsync(TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        if (Id is { } id) return await RemoveByIdAsync(id, requestTimeout, cancellationToken).ConfigureAwait(false);
        var time = Engine.Options.TimeProvider;
        var started = CreateFailedAt ?? time.GetTimestamp();
        while (true)
        {
            if (await FindIdAsync(requestTimeout, cancellationToken).ConfigureAwait(false) is { } found)
            {
                Id = found;
                if (await RemoveByIdAsync(found, requestTimeout, cancellationToken).ConfigureAwait(false)) return true;
                // An engine lists a resource that it is still creating, but answers 404 to a request that removes it.
                Id = null;
            }

            if (IsCreateFinished || PollingSchedule.LostCreate.GetDelay(time.GetElapsedTime(started)) is not { } delay) return false;
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public override string ToString()
    {
        var text = $"{kind.ToString().ToLowerInvariant()} {name}";
        return Id is null || Id == name ? text : $"{text} ({ErrorText.ShortId(Id)})";
    }

    /// <summary>Indicates whether the anonymous volumes of a container are removed too.</summary>
    protected virtual bool RemovesAnonymousVolumes => true;

    /// <summary>Returns the names of the containers that use the resource.</summary>
    protected virtual Task<IReadOnlyList<string>> GetUsersAsync(
        string id, TimeSpan requestTimeout, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    private async Task<bool> RemoveByIdAsync(string id, TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        var remover = CreateRemover(requestTimeout);
        for (var attempt = 1; ; attempt++)
        {
            var (outcome, failure) = await remover
                .RemoveAsync(kind, id, ToString(), force: false, RemovesAnonymousVolumes, cancellationToken).ConfigureAwait(false);
            switch (outcome)
            {
                case RemovalOutcome.Removed:
                    return true;
                case RemovalOutcome.NotFound:
                    return attempt > 1;
                case RemovalOutcome.InProgress:
                    // The engine may fail to remove it, such as a container with AutoRemove, and would keep it.
                    await Backoff.Polling.WaitAsync(attempt, Engine.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
                    break;
                case RemovalOutcome.InUse:
                    var users = await GetUsersAsync(id, requestTimeout, cancellationToken).ConfigureAwait(false);
                    throw new ResourceInUseException(
                        users,
                        $"Could not remove {this}: {ResourceInUseException.Describe(users)} it "
                        + $"(the engine answered \"{VisibleText.Quote(failure!.Message)}\"). Remove them first.",
                        failure.InnerException);
                default:
                    failure!.ThrowInner();
                    throw failure;
            }
        }
    }

    private async Task<string?> FindIdAsync(TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        try
        {
            var found = await CreateRemover(requestTimeout)
                .FindByLabelAsync(kind, ResourceLabels.Create, nonce, $"find {this}", cancellationToken).ConfigureAwait(false);
            return found is [var first, ..] ? first.Id : null;
        }
        catch (CleanupRequestException e)
        {
            e.ThrowInner();
            throw;
        }
    }

    private ResourceRemover CreateRemover(TimeSpan requestTimeout) => new(new EngineCleanupClient(Engine), requestTimeout);
}
