using System.Data.Common;
using ContainerKit.Waiting;

namespace ContainerKit;

/// <summary>The waits that call back with the container. They are called like the others: <c>Wait.For(...)</c>.</summary>
public static class WaitExtensions
{
    extension(Wait)
    {
        /// <summary>Waits until a callback returns true. The callback is repeated until then, one call at a time.</summary>
        /// <param name="description">The text that completes the sentence "wait for ...", for messages.</param>
        /// <param name="isReady">
        /// The callback. Its token is canceled when the wait ends. A callback that ignores the token is abandoned after one second and not
        /// called again. An exception of the callback means "not ready", and the last one is part of the timeout message.
        /// <see cref="EngineUnavailableException"/> and <see cref="ContainerNotFoundException"/> fail the wait at once.
        /// </param>
        /// <exception cref="ArgumentException">The description is empty.</exception>
        public static Wait For(string description, Func<Container, CancellationToken, Task<bool>> isReady)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(description);
            ArgumentNullException.ThrowIfNull(isReady);
            return new Wait(
                description, new CallbackCondition((container, token) => isReady(Container.From(container), token)));
        }

        /// <summary>Waits until a database in the container accepts a connection.</summary>
        /// <param name="factory">The factory of the database driver, such as <c>NpgsqlFactory.Instance</c>.</param>
        /// <param name="connectionString">
        /// Returns the connection string. It is called before each attempt, and its result appears in no message.
        /// </param>
        /// <remarks>
        /// Every exception of the driver means "not ready". The timeout message contains the last one, without the secrets of
        /// the connection string. A driver that cannot be canceled may finish its last attempt after the wait.
        /// </remarks>
        public static Wait ForDatabase(DbProviderFactory factory, Func<Container, CancellationToken, Task<string>> connectionString)
        {
            ArgumentNullException.ThrowIfNull(factory);
            ArgumentNullException.ThrowIfNull(connectionString);
            return new Wait("database", new DatabaseCallbackCondition(
                factory, (container, token) => connectionString(Container.From(container), token)));
        }
    }
}
