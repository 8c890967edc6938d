// What a room sees behind the door of a room that it may not enter (`paths` in its tsconfig.json): nothing.
export {};
